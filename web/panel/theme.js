// Colours, type and the looks of plain elements, for both the panel and the page around it.
// Every text colour has a contrast of at least 4.5:1 on every surface that it stands on, light and dark.

/** In light and in dark. @type {Record<string, [light: string, dark: string]>} */
const COLOURS = {
  text: ["#1b2530", "#e3e8ee"],
  muted: ["#546170", "#a2adba"],
  accent: ["#1d5796", "#8fbdf2"],
  "accent-wash": ["#e8f0f9", "#1d2f44"],
  surface: ["#ffffff", "#1a2129"],
  sunken: ["#f7f9fb", "#141a21"],
  line: ["#d6dde5", "#303a46"],
  "control-line": ["#7d8b9a", "#718093"],
  good: ["#0d6148", "#7fd6b2"],
  "good-wash": ["#e1f4ec", "#17342a"],
  bad: ["#a1221f", "#ff9f97"],
  "bad-wash": ["#fdecea", "#40201f"],
  unsure: ["#7a4a00", "#f0c36d"],
  "unsure-wash": ["#fdf2dc", "#3a2d12"],
};

/** @type {Record<string, string>} */
const SHAPES = {
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
  sans:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, ' +
    "sans-serif",
  radius: "6px",
};

/**
 * Custom properties --NAME for everything inside `selector`: --ocsp-NAME if that is set, otherwise the default.
 *
 * @param {string} selector
 */
export function palette(selector) {
  const values = [
    ...Object.entries(COLOURS).map(([name, [light, dark]]) => [name, `light-dark(${light}, ${dark})`]),
    ...Object.entries(SHAPES),
  ];
  return `${selector} { ${values.map(([name, value]) => `--${name}: var(--ocsp-${name}, ${value});`).join(" ")} }`;
}

export const elements = `
*, *::before, *::after { box-sizing: border-box; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
code, time { font-family: var(--mono); font-size: 0.875em; font-variant-ligatures: none; overflow-wrap: anywhere; }
bdi { overflow-wrap: anywhere; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.hint { color: var(--muted); font-size: 0.875rem; overflow-wrap: anywhere; }
.plain { padding: 0; list-style: none; display: grid; gap: 0.25rem; }

button, .button {
  display: inline-block;
  padding: 0.375rem 0.75rem;
  border: 1px solid var(--control-line);
  border-radius: var(--radius);
  background: var(--surface);
  color: var(--text);
  font: 500 0.875rem/1.4 var(--sans);
  text-decoration: none;
  cursor: pointer;
}
button:hover, .button:hover { border-color: var(--accent); background: var(--accent-wash); }
button.quiet { border-color: transparent; background: none; color: var(--accent); }
button.quiet:hover { border-color: var(--accent); }
textarea, select, input:is([type="url"], [type="search"], [type="text"]) {
  display: block;
  width: 100%;
  padding: 0.5rem 0.625rem;
  border: 1px solid var(--control-line);
  border-radius: var(--radius);
  background: var(--sunken);
  color: inherit;
  font: 0.875rem/1.45 var(--mono);
}
textarea { resize: vertical; word-break: break-all; scrollbar-color: var(--control-line) transparent; }
select { font-family: var(--sans); }
::placeholder { color: var(--muted); opacity: 1; }

summary { cursor: pointer; color: var(--accent); overflow-wrap: anywhere; border-radius: 4px; }
details[open] > summary { margin-bottom: 0.375rem; }
`;

/* No color-scheme here: the panel is light or dark as its surroundings are. */
export const style = `${palette(":host")}
:host { display: block; color: var(--text); font: 1rem/1.5 var(--sans); text-align: start; }
${elements}`;
