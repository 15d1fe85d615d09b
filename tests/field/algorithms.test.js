// RSA with SHA-1 by its OIW name, 1.3.14.3.2.29 (a national eID's responders), and ecdsa-with-SHA* with NULL parameters
// (JDK 11 to 15): read, and judged as by their usual forms. And RSA with keys that check, but are too large to sign.

import { describeCases } from "../support/field-cases.js";

await describeCases("algorithm identifiers", "algorithms", 43);
