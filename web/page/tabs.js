// Tabs that follow the ARIA Authoring Practices: one stop of the Tab key, and the arrows go from one to the next.

import { element } from "../panel/dom.js";

/**
 * @param {string} label
 * @param {readonly { name: string, title: string, content: Node }[]} pages `name` starts the ids of the tab and its
 *   panel
 */
export function makeTabs(label, pages) {
  const made = pages.map(({ name, title, content }) => {
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `${name}-tab`, "aria-controls": `${name}-panel` },
      title,
    );
    return {
      tab,
      panel: element("div", { role: "tabpanel", id: `${name}-panel`, "aria-labelledby": tab.id }, content),
    };
  });
  const tabs = made.map(({ tab }) => tab);
  const list = element("div", { role: "tablist", "aria-label": label }, ...tabs);

  /** @param {HTMLElement | undefined} chosen */
  const choose = (chosen) =>
    made.forEach(({ tab, panel }) => {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      panel.hidden = tab !== chosen;
    });
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
  }
  list.addEventListener("keydown", (event) => {
    const there = tabs.filter((tab) => !tab.hidden);
    const now = there.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const tab = there.at(next % there.length);
    choose(tab);
    tab?.focus();
  });
  choose(tabs[0]);

  return {
    element: element("div", { class: "tabs" }, list, ...made.map(({ panel }) => panel)),
    /** Hides a tab, or shows it again. @param {string} name @param {boolean} hidden */
    setHidden(name, hidden) {
      const tab = tabs.find(({ id }) => id === `${name}-tab`);
      if (!tab) {
        return;
      }
      tab.hidden = hidden;
      if (hidden && tab.tabIndex === 0) {
        choose(tabs.find((other) => !other.hidden));
      }
    },
  };
}
