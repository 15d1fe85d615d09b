/**
 * What JSON, source code, URLs, forms, XML and word processors put in place of the characters of base64 and PEM, or
 * between them.
 */

/* Up to four backslashes, or "%25" three times: escaped text in escaped text. */
const ESCAPE =
  /\\{1,4}([nrt/])|(?:\\{1,4}u00|%(?:25){0,3})(0[ad]|2[0bf]|3d)|&#x0?(2[0bf]|3d|[ad]);|&#(1[03]|32|43|47|61);|[\u00ad\u200b-\u200d\u2060\ufeff]+/gi;

const LETTERS = new Map(Object.entries({ n: "\n", r: "\r", t: "\t", "/": "/" }));

/**
 * The text with its escapes of white space, "+", "/" and "=" undone, and without characters that nobody sees.
 * @param {string} text
 * @returns {string}
 */
export const unescaped = (text) =>
  text.replace(ESCAPE, (_, letter, code, hex, decimal) => {
    if (letter !== undefined) {
      return LETTERS.get(letter.toLowerCase()) ?? "";
    }
    const number = Number.parseInt(decimal ?? code ?? hex, decimal === undefined ? 16 : 10);
    return Number.isNaN(number) ? "" : String.fromCharCode(number);
  });
