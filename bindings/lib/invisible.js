/** What of a text cannot be seen, and so must not be shown as it is. */

/**
 * A character that is a control, shows nothing or reorders what is around it; the blank of Braille is of none of these
 * classes.
 */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** @param {string} character @returns {string} as Unicode writes it, e.g. "U+001B" */
export const spelledOut = (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
