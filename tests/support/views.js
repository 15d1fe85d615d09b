// Runs in the browser: the views that tests look at, and a place to put them.

import * as library from "../../bindings/index.js";
import { style as certIDHelperStyle, makeCertIDHelper } from "../../web/panel/certid/helper.js";
import { style as fieldsStyle } from "../../web/panel/messages/fields.js";
import { style as themeStyle } from "../../web/panel/theme.js";
import { Timeline, style as timelineStyle } from "../../web/panel/timeline/view.js";
import { style as valuesStyle } from "../../web/panel/values.js";

/** The view alone in a shadow root, as in the panel. @param {Node} view */
function mount(view) {
  const host = /** @type {HTMLElement} */ (document.querySelector("#host"));
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `${themeStyle} :host { container-type: inline-size; } ${valuesStyle} ${fieldsStyle} ${timelineStyle} ${certIDHelperStyle}`,
  );
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(view);
  return root;
}

Object.assign(globalThis, { views: { library, makeCertIDHelper, Timeline, mount } });
