// The only way in which this page makes elements: text goes in as text, never as markup.

/**
 * @typedef {Node | string} Child
 */

/** Undefined or false leaves an attribute out; true makes one without a value.
 * @typedef {Record<string, string | number | boolean | undefined>} Attributes */

/**
 * @template {Element} Made
 * @param {Made} made
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {Made}
 */
function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) {
      continue;
    }
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * Makes an element of a picture.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/**
 * The one element that `selector` finds; its absence is a mistake in index.html.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {T}
 */
export function find(parent, selector) {
  const found = parent.querySelector(selector);
  if (!found) {
    throw new Error(`the page has no ${selector}`);
  }
  return /** @type {T} */ (found);
}

/**
 * A part of the page that is made when the reader opens it.
 *
 * @param {Child} summary
 * @param {() => Child} make
 */
export function disclosure(summary, make) {
  const details = element("details", {}, element("summary", {}, summary));
  details.addEventListener("toggle", () => details.append(make()), { once: true });
  return details;
}

/**
 * Calls back when an element has another size, and once at first; never in jsdom, which lays nothing out.
 *
 * @param {ResizeObserverCallback} callback
 * @param {...Element} elements
 */
export function onResize(callback, ...elements) {
  if (globalThis.ResizeObserver) {
    const observer = new ResizeObserver(callback);
    for (const each of elements) {
      observer.observe(each);
    }
  }
}
