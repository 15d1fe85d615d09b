/**
 * The cases, in the order of the table. A case names the operation that each contestant implements, the files that it
 * gets, the fields of each row that it reads, with the kind of each (see text.js), and the goals of this library;
 * where the maker of the files knows the row, `expected` is its text.
 *
 * To add one: a file here, and its operation in each file of contestants/ and in python/operations.py.
 */
import { buildDER, buildParsed } from "./build.js";
import { checkP256, checkP256New, checkP384, checkP521, checkRSA } from "./check.js";
import { entries1000, entries10000 } from "./entries.js";
import {
  primitiveP256,
  primitiveRSA,
  primitiveSignP256,
  primitiveSignRSA,
  primitiveVerifyP256,
  primitiveVerifyRSA,
} from "./primitive.js";
import { request } from "./request.js";
import { response } from "./response.js";
import { signP256, signP256Native, signRSA, signRSANative } from "./sign.js";
import { verifyP256, verifyP256New, verifyRSA } from "./verify.js";

export const CASES = [
  request,
  response,
  buildParsed,
  buildDER,
  entries1000,
  entries10000,
  signP256,
  signP256Native,
  signRSA,
  signRSANative,
  checkP256,
  checkP256New,
  checkP384,
  checkP521,
  checkRSA,
  verifyP256,
  verifyP256New,
  verifyRSA,
  primitiveP256,
  primitiveRSA,
  primitiveSignP256,
  primitiveSignRSA,
  primitiveVerifyP256,
  primitiveVerifyRSA,
];
