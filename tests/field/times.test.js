// producedAt before thisUpdate is a note (RFC 6960 2.4), as is the absence of nextUpdate (4.2.2.1) unless it is
// required (RFC 9919 section 5); maxAgeSeconds bounds every answer.

import { describeCases } from "../support/field-cases.js";

await describeCases("times", "times", 100);
