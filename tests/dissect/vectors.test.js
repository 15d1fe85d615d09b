// dissect() of every vector: its spans cover the input, and what the objects say of the same bytes stands in a node of
// that field's name.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dissect } from "../../bindings/index.js";
import {
  assertCovers,
  CLASSES,
  contents,
  element,
  end,
  everyVector,
  field,
  inner,
  path,
} from "../support/dissection.js";
import { hex, isoTime, valueOrCode } from "../support/fields.js";
import { withoutVectors } from "../support/vectors.js";

/** @param {Uint8Array} der of the whole input */
const against = (der) => {
  const same = (actual, expected, what) => assert.equal(hex(actual), hex(expected), what);
  const time = (node, date, what) => assert.equal(node ? inner(node).text : null, isoTime(date), what);
  const serial = (node, number) => assert.equal(BigInt(node.text.split(" ")[0]), number);
  const dotted = (node) => node.text.replace(/^.* \((.*)\)$/, "$1");

  function algorithm(node, { oid, parameters }) {
    assert.equal(dotted(field(node, "algorithm")), oid);
    const inTree = field(node, "parameters");
    assert.equal(inTree ? hex(element(der, inTree)) : null, parameters && hex(parameters));
  }

  function name(node, expected) {
    same(element(der, node), expected.der, node.name);
    const attributes = node.children.flatMap((rdn, i) => {
      assert.equal(rdn.name, `${node.name}[${i}]`);
      return rdn.children.map((attribute, k) => {
        assert.equal(attribute.name, `${node.name}[${i}][${k}]`);
        return { oid: dotted(field(attribute, "type")), value: field(attribute, "value").text };
      });
    });
    assert.deepEqual(
      attributes,
      expected.attributes.map(({ oid, value }) => ({ oid, value })),
    );
  }

  /** @param {any} node of the explicit tag, undefined where there is none */
  function extensions(node, expected) {
    const list = node ? inner(node).children : [];
    assert.equal(list.length, expected.length);
    [...expected].forEach((extension, i) => {
      assert.equal(list[i].name, `${node.name}[${i}]`);
      assert.equal(dotted(field(list[i], "extnID")), extension.oid);
      assert.equal(field(list[i], "critical")?.text ?? "FALSE", extension.critical ? "TRUE" : "FALSE");
      same(contents(der, field(list[i], "extnValue")), extension.value, "extnValue");
    });
    return list;
  }

  function nonce(list, extensionsOf, expected) {
    const index = [...extensionsOf].findIndex((extension) => extension.name === "nonce");
    if (expected === null) {
      return assert.equal(index, -1);
    }
    same(contents(der, field(list[index], "Nonce") ?? field(list[index], "extnValue")), expected, "nonce");
  }

  function certID(node, expected) {
    same(element(der, node), expected.der, "der");
    assert.equal(dotted(path(node, "hashAlgorithm", "algorithm")), expected.hashAlgorithmOid);
    same(contents(der, field(node, "issuerNameHash")), expected.issuerNameHash);
    same(contents(der, field(node, "issuerKeyHash")), expected.issuerKeyHash);
    serial(field(node, "serialNumber"), expected.serialNumber);
  }

  /** @param {any} node an element of certs @param {() => any} read */
  function embedded(node, read) {
    const certificate = valueOrCode(read);
    if (typeof certificate !== "string") {
      return certificateNode(node, certificate);
    }
    assert.ok(
      node.children.every((child) => child.name === null),
      `${node.name}: ${certificate}`,
    );
  }

  function signature(root, message) {
    algorithm(field(root, "signatureAlgorithm"), message.signatureAlgorithm);
    same(contents(der, field(root, "signature")).subarray(1), message.signature, "signature");
    const certs = field(root, "certs");
    const list = certs ? inner(certs).children : [];
    assert.equal(list.length, message.certificates.length);
    list.forEach((node, i) => {
      assert.equal(node.name, `certs[${i}]`);
      embedded(node, () => message.certificates[i]);
    });
  }

  function certificateNode(node, certificate) {
    const tbs = field(node, "tbsCertificate");
    same(element(der, node), certificate.toDER(), "toDER");
    const version = field(tbs, "version");
    assert.equal(version ? Number(inner(version).text) + 1 : 1, certificate.version);
    serial(field(tbs, "serialNumber"), certificate.serialNumber);
    name(field(tbs, "issuer"), certificate.issuer);
    name(field(tbs, "subject"), certificate.subject);
    time(path(tbs, "validity", "notBefore"), certificate.notBefore);
    time(path(tbs, "validity", "notAfter"), certificate.notAfter);
    algorithm(field(node, "signatureAlgorithm"), certificate.signatureAlgorithm);
    same(element(der, field(tbs, "subjectPublicKeyInfo")), certificate.publicKey.spki, "spki");
    assert.equal(dotted(path(tbs, "subjectPublicKeyInfo", "algorithm", "algorithm")), certificate.publicKey.oid);
    const list = extensions(field(tbs, "extensions"), certificate.extensions);
    const value = (type) => list.map((extension) => field(field(extension, "extnValue"), type)).find(Boolean);
    assert.equal(
      value("BasicConstraints") ? (field(value("BasicConstraints"), "cA")?.text ?? "FALSE") : "FALSE",
      certificate.isCA ? "TRUE" : "FALSE",
    );
    const usages = value("ExtKeyUsageSyntax");
    assert.deepEqual(usages ? usages.children.map(dotted) : null, certificate.extendedKeyUsage);
    usages?.children.forEach((usage, i) => assert.equal(usage.name, `ExtKeyUsageSyntax[${i}]`));
    const access = (method) =>
      (value("AuthorityInfoAccessSyntax")?.children ?? [])
        .filter(
          (description) =>
            dotted(field(description, "accessMethod")) === method &&
            field(description, "accessLocation").type === "[6]",
        )
        .map((description) => field(description, "accessLocation").text);
    assert.deepEqual(access("1.3.6.1.5.5.7.48.1"), certificate.ocspUrls);
    assert.deepEqual(access("1.3.6.1.5.5.7.48.2"), certificate.caIssuersUrls);
    assert.equal(
      list.some((extension) => dotted(field(extension, "extnID")) === "1.3.6.1.5.5.7.48.1.5"),
      certificate.ocspNoCheck,
    );
  }

  return {
    certificate: certificateNode,
    "ocsp-request"(root, request) {
      const tbs = field(root, "tbsRequest");
      same(element(der, tbs), request.tbsRequestBytes, "tbsRequestBytes");
      const requestor = path(tbs, "requestorName", "directoryName");
      assert.equal(requestor !== undefined, request.requestorName !== null);
      if (requestor) {
        name(requestor, request.requestorName);
      }
      const list = field(tbs, "requestList").children;
      assert.equal(list.length, request.requests.length);
      list.forEach((node, i) => {
        assert.equal(node.name, `requestList[${i}]`);
        certID(field(node, "reqCert"), request.requests[i]);
        extensions(field(node, "singleRequestExtensions"), request.requests[i].extensions);
      });
      nonce(extensions(field(tbs, "requestExtensions"), request.extensions), request.extensions, request.nonce);
      assert.equal(field(root, "optionalSignature") !== undefined, request.isSigned);
      if (request.isSigned) {
        signature(field(root, "optionalSignature"), request);
      }
    },
    "ocsp-response"(root, response) {
      assert.match(field(root, "responseStatus").text, new RegExp(`^${response.responseStatus} \\(\\d\\)$`));
      if (response.responseStatus !== "successful") {
        return;
      }
      assert.equal(dotted(path(root, "responseBytes", "responseType")), response.responseType);
      const basic = path(root, "responseBytes", "BasicOCSPResponse");
      const tbs = field(basic, "tbsResponseData");
      same(element(der, tbs), response.tbsResponseBytes, "tbsResponseBytes");
      const byKey = path(tbs, "responderID", "byKey"),
        byName = path(tbs, "responderID", "byName");
      assert.equal(
        byKey ? hex(contents(der, byKey)) : null,
        response.responderKeyHash && hex(response.responderKeyHash),
      );
      assert.equal(byName !== undefined, response.responderName !== null);
      if (byName) {
        name(byName, response.responderName);
      }
      time(field(tbs, "producedAt"), response.producedAt);
      const list = field(tbs, "responses").children;
      assert.equal(list.length, response.responses.length);
      list.forEach((node, i) => {
        const single = response.responses[i],
          status = field(node, "certStatus");
        assert.equal(node.name, `responses[${i}]`);
        certID(field(node, "certID"), single);
        assert.equal(status.text ?? "revoked", single.certificateStatus);
        time(field(status, "revocationTime"), single.revocationTime);
        const reason = field(status, "revocationReason");
        assert.equal(reason ? inner(reason).text.replace(/ \(\d+\)$/, "") : null, single.revocationReason);
        time(field(node, "thisUpdate"), single.thisUpdate);
        time(field(node, "nextUpdate"), single.nextUpdate);
        extensions(field(node, "singleExtensions"), single.extensions);
      });
      nonce(extensions(field(tbs, "responseExtensions"), response.extensions), response.extensions, response.nonce);
      signature(basic, response);
    },
  };
};

describe("every vector", { skip: withoutVectors }, () => {
  const seen = {};
  for (const { origin, kind, der } of withoutVectors ? [] : everyVector().filter((vector) => CLASSES[vector.kind])) {
    seen[kind] = (seen[kind] ?? 0) + 1;
    test(`${origin}: ${kind}`, () => {
      const { kind: found, root, error } = dissect(der);
      const message = valueOrCode(() => CLASSES[kind].fromDER(der));
      assert.equal(found, kind);
      assert.equal(error?.code ?? null, typeof message === "string" ? message : null);
      assert.deepEqual([root?.offset, root && end(root)], [0, der.length]);
      if (error) {
        return;
      }
      assert.equal(root?.name, CLASSES[kind].name);
      assertCovers(root);
      against(der)[kind](root, message);
    });
  }
  test("there are some of each", () => {
    for (const [kind, count] of Object.entries({ certificate: 40, "ocsp-request": 15, "ocsp-response": 40 })) {
      assert.ok(seen[kind] >= count, `${seen[kind]} of ${kind}`);
    }
  });
});
