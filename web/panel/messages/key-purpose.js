// The purposes of extKeyUsage by name, RFC 5280 section 4.2.1.12.

import { objectIdentifier } from "../values.js";

const KEY_PURPOSES = new Map([
  ["2.5.29.37.0", "anyExtendedKeyUsage"],
  ["1.3.6.1.5.5.7.3.1", "id-kp-serverAuth"],
  ["1.3.6.1.5.5.7.3.2", "id-kp-clientAuth"],
  ["1.3.6.1.5.5.7.3.3", "id-kp-codeSigning"],
  ["1.3.6.1.5.5.7.3.4", "id-kp-emailProtection"],
  ["1.3.6.1.5.5.7.3.8", "id-kp-timeStamping"],
  ["1.3.6.1.5.5.7.3.9", "id-kp-OCSPSigning"],
]);

/** @param {string} oid */
export function keyPurpose(oid) {
  return objectIdentifier(oid, KEY_PURPOSES.get(oid));
}
