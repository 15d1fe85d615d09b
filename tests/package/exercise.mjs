// What every runtime has to do with the package: parse, build, sign, verify. It has no imports, so that any of them can
// load it.

/**
 * @param {typeof import("bearocsp")} bearocsp
 * @param {any} fixtures of fixtures.js
 * @returns what it did, as JSON has it
 */
export function exercise(bearocsp, fixtures) {
  const { Certificate, OCSPRequestBuilder, OCSPResponse, OCSPResponseBuilder } = bearocsp;
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const base64 = (der) => btoa(String.fromCharCode(...der));
  const time = new Date(fixtures.time);
  const certificate = Certificate.fromPEM(fixtures.certificate);
  const issuer = Certificate.fromPEM(fixtures.issuer);
  const verdict = (der) => {
    const report = OCSPResponse.fromDER(der).check({ certificate, issuer, time });
    return (
      report.certificateStatus ??
      report.checks
        .filter(({ outcome }) => outcome === "fail")
        .map(({ name }) => name)
        .join()
    );
  };

  const answer = OCSPResponse.fromDER(bytes(fixtures.responses.p256));
  const signed = {};
  for (const [name, { key, certificate: responder, hash }] of Object.entries(fixtures.responders)) {
    signed[name] = base64(
      new OCSPResponseBuilder()
        .addResponse({ certificate, issuer, certificateStatus: "good", thisUpdate: time })
        .responderId("name", responder)
        .certificates([responder])
        .producedAt(time)
        .sign(key, hash)
        .toDER(),
    );
  }
  const tampered = bytes(fixtures.responses.p256);
  tampered[tampered.length - 1] ^= 1;
  let refusal = "accepted";
  try {
    OCSPResponse.fromDER(bytes(fixtures.responses.p256).subarray(0, 100));
  } catch (error) {
    refusal = error.code;
  }
  return {
    serialNumber: answer.serialNumber.toString(16),
    subject: certificate.subject.toString(),
    thisUpdate: answer.thisUpdate.toISOString(),
    request: base64(new OCSPRequestBuilder().addCertificate(certificate, issuer).build().toDER()),
    verdicts: Object.fromEntries(Object.entries(fixtures.responses).map(([name, der]) => [name, verdict(bytes(der))])),
    tampered: verdict(tampered),
    refusal,
    signed,
    own: Object.fromEntries(Object.entries(signed).map(([name, der]) => [name, verdict(bytes(der))])),
  };
}
