/** What JSON, source code, URLs, forms, XML and word processors put in place of the characters of base64 and PEM, or between them. */

/* Up to four backslashes, or "%25" three times: escaped text in escaped text. */
const ESCAPE =
  /\\{1,4}(?:([nrt/])|u00([02-3][\dabdf]))|%(?:25){0,3}(2[0bf]|3d|0[ad])|&#(?:(10|13|32|43|47|61)|x(2[0bf]|3d|0?[ad]));|[\u00ad\u200b-\u200d\u2060\ufeff]+/gi;

const LETTERS = new Map(Object.entries({ n: "\n", r: "\r", t: "\t", "/": "/" }));

/**
 * The text with its escapes of white space, "+", "/" and "=" undone, and without characters that nobody sees.
 * @param {string} text
 * @returns {string}
 */
export const unescaped = (text) => text.replace(ESCAPE, (_, letter, unicode, percent, decimal, hex) => {
  if (letter !== undefined) {
    return LETTERS.get(letter.toLowerCase()) ?? "";
  }
  const code = decimal ?? unicode ?? percent ?? hex;
  return code === undefined ? "" : String.fromCharCode(Number.parseInt(code, decimal === undefined ? 16 : 10));
});
