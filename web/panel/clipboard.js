// Text to the clipboard.

/**
 * @param {string} text
 * @returns {Promise<boolean>} false without permission, and without a clipboard, as in a page that came over plain HTTP
 */
export const toClipboard = (text) =>
  (async () => navigator.clipboard.writeText(text))().then(
    () => true,
    () => false,
  );
