// Who may answer for a CA (RFC 6960 4.2.2.2): a delegate is an end entity, not the certificate in question, and not
// revoked by the very response that it signs.

import { describeCases } from "../support/field-cases.js";

await describeCases("delegates", "delegates", 250);
