/** Characters that cannot be seen, and so must not be shown as they are. */

/**
 * A character that is a control, shows nothing, or reorders the text around it. U+2800 is Braille's blank, which is in
 * none of these classes.
 */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * How Unicode writes a character that cannot be shown, e.g. "U+001B".
 * @param {string} character one code point
 * @returns {string}
 */
export const spelledOut = (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
