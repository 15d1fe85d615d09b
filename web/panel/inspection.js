// One object in the panel, judged with its context: again whenever the reader moves the time or chooses another entry.

import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { BytesView } from "./bytes/view.js";
import { makeCertIDHelper } from "./certid/helper.js";
import { makeChecks } from "./checks.js";
import { element } from "./dom.js";
import { fault } from "./fault.js";
import { certificateView } from "./messages/certificate-view.js";
import { requestView } from "./messages/request-view.js";
import { responseView } from "./messages/response-view.js";
import { panelPart, tableOfContents } from "./parts.js";
import { Timeline } from "./timeline/view.js";
import { time as shownTime } from "./values.js";
import { verdictOn } from "./verdict.js";

/** @import { SingleResponse, VerificationReport } from "../../bindings/index.js" */

/**
 * @typedef {object} Given what somebody gave beside the object
 * @property {Certificate | null} certificate
 * @property {Certificate | null} issuer
 * @property {OCSPRequest | null} request
 * @property {readonly Certificate[]} responderCertificates
 */

/**
 * @typedef {object} InspectionOptions
 * @property {object} policy the other options of OCSPResponse.check()
 * @property {readonly Certificate[]} candidates
 * @property {Date} asOf
 * @property {ReturnType<typeof import("./verdict.js").makeVerdict>} verdict where the verdict is shown
 * @property {(state: import("./verdict.js").State) => void} onJudged
 * @property {(asOf: Date) => void} onTime told when the reader moves the time
 */

/** @param {Date} time */
export const wholeSeconds = (time) => new Date(Math.floor(time.getTime() / 1000) * 1000);

/** What the verdict is based on. @param {Given} given */
function basis({ certificate, issuer, request, responderCertificates }) {
  const names = [
    ...(certificate ? ["the certificate"] : []),
    ...(issuer ? ["the issuer"] : []),
    ...(request ? ["the request"] : []),
    ...(responderCertificates.length ? ["a responder's certificate"] : []),
  ];
  return names.length ? new Intl.ListFormat("en-GB").format(names) : "the response alone";
}

export class Inspection {
  #inspected;
  #given;
  #options;
  #asOf;
  /** Which of several entries the reader chose. @type {SingleResponse | null} */
  #chosen = null;
  /** @type {OCSPResponse | null} */
  #response;
  /** The same, where it has an answer. @type {OCSPResponse | null} */
  #answered;
  #note = element("p", { class: "hint as-of" });
  #bytes;
  #checks;
  #timeline;
  /** What stands below the verdict. @type {readonly HTMLElement[]} */
  parts;

  /** @param {import("./input.js").Inspected} inspected @param {Given} given @param {InspectionOptions} options */
  constructor(inspected, given, options) {
    const { object, kind, error } = inspected;
    this.#inspected = inspected;
    this.#given = given;
    this.#options = options;
    this.#asOf = options.asOf;
    this.#response = object instanceof OCSPResponse ? object : null;
    this.#answered = this.#response?.responseStatus === "successful" ? this.#response : null;

    this.#bytes = kind === "private-key" ? null : new BytesView(inspected);
    this.#checks = this.#response && makeChecks((span) => this.#bytes?.reveal([...span]));
    this.#timeline = this.#answered && this.#makeTimeline();
    this.#note.hidden = !this.#answered;
    const parts = [
      ...panelPart("Checks", this.#checks?.element),
      ...panelPart("Timeline", this.#timeline?.element),
      ...panelPart("CertID", this.#makeCertIDHelper()),
      ...panelPart("What it says", this.#makeView()),
      ...panelPart("Bytes", this.#bytes?.element),
    ];
    this.parts = [
      ...(error ? [fault(error)] : []),
      this.#note,
      ...(parts.length > 1 ? [tableOfContents(parts)] : []),
      ...parts,
    ];
  }

  #makeTimeline() {
    return new Timeline({
      ...this.#options.policy,
      now: wholeSeconds(new Date()),
      onTime: (time) => {
        this.#asOf = wholeSeconds(time);
        this.judge();
        this.#options.onTime(new Date(this.#asOf));
      },
    });
  }

  #makeCertIDHelper() {
    const { object } = this.#inspected;
    const { certificate, issuer, request } = this.#given;
    return makeCertIDHelper({
      response: this.#answered,
      request: object instanceof OCSPRequest ? object : request,
      certificate: object instanceof Certificate ? object : certificate,
      issuer,
      candidates: this.#options.candidates,
    });
  }

  #makeView() {
    const { object } = this.#inspected;
    if (object instanceof OCSPResponse) {
      return responseView(object, (entry) => {
        this.#chosen = entry;
        this.judge();
        this.#options.verdict.element.scrollIntoView({ block: "nearest" });
      });
    }
    if (object instanceof OCSPRequest) {
      return requestView(object);
    }
    return object instanceof Certificate ? certificateView(object) : null;
  }

  #check() {
    const { certificate, issuer, request, responderCertificates } = this.#given;
    return (
      this.#response?.check({
        ...this.#options.policy,
        certificate: this.#chosen ?? certificate,
        issuer,
        time: this.#asOf,
        responderCertificates,
        ...(request && { request }),
      }) ?? null
    );
  }

  /** Brings everything that depends on the time up to date; all else is made once. */
  judge() {
    const report = this.#check();
    const chosen = this.#chosen !== null;
    const verdict = verdictOn(this.#inspected, report, { ...this.#given, chosen, asOf: this.#asOf });
    this.#options.onJudged(verdict.state);
    this.#options.verdict.update(verdict);
    // An error has nothing to check but which one it is.
    if (report) {
      this.#checks?.update(report.checks.filter(({ outcome }) => this.#answered || outcome !== "skipped"));
    }
    this.#showTime(report);
  }

  /** @param {VerificationReport | null} report */
  #showTime(report) {
    const response = this.#answered;
    if (!response) {
      return;
    }
    const { certificate, issuer } = this.#given;
    this.#note.replaceChildren(
      "As of ",
      shownTime(this.#asOf),
      `, judged by ${basis(this.#given)}.`,
      issuer ? " The issuer is trusted because you gave it." : "",
    );
    this.#timeline?.update({
      response,
      entry: report?.claimed ?? response.responses[0] ?? null,
      report,
      responderCertificate: report?.responder?.certificate ?? null,
      certificate,
      time: this.#asOf,
    });
  }
}
