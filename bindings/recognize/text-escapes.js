/**
 * What JSON, source code, URLs, form data, XML and word processors write in place of characters of base64 and PEM, or
 * between them.
 */

/* Up to four backslashes, or "%25" three times: escaped text in escaped text. */
const ESCAPE =
  /\\{1,4}([nrt/])|(?:\\{1,4}u00|%(?:25){0,3})(0[ad]|2[0bf]|3d)|&#x0?(2[0bf]|3d|[ad]);|&#(1[03]|32|43|47|61);/gi;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]+/g;

const LETTERS = new Map(Object.entries({ n: "\n", r: "\r", t: "\t", "/": "/" }));

/**
 * The text with its escapes of white space, "+", "/" and "=" undone, and without invisible characters.
 * @param {string} text
 * @returns {string}
 */
export const unescaped = (text) =>
  text
    .replace(ESCAPE, (_, letter, code, hex, decimal) =>
      letter !== undefined
        ? (LETTERS.get(letter.toLowerCase()) ?? "")
        : String.fromCharCode(Number.parseInt(decimal ?? code ?? hex, decimal === undefined ? 16 : 10)),
    )
    .replace(INVISIBLE, "");
