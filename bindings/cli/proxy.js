/** Proxies in the surroundings that Node does not use unless it is told to. */
import process from "node:process";

/** https://nodejs.org/api/cli.html#node_use_env_proxy1 @param {string} version of Node */
function knowsProxies(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

/** @param {NodeJS.ProcessEnv} environment */
const isToldTo = ({ NODE_USE_ENV_PROXY, NODE_OPTIONS = "" }) =>
  NODE_USE_ENV_PROXY === "1" || [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)].includes("--use-env-proxy");

/** Whether NO_PROXY takes a host out. @param {string} hostname @param {string} list */
const isExempt = (hostname, list) =>
  list
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => entry.replace(/:\d+$/, "").replace(/^\*?\.?/, ""))
    .some((entry) => entry === "" || hostname === entry || hostname.endsWith(`.${entry}`));

/** The variables that name a proxy for these. @param {readonly URL[]} urls @returns {string} empty if none does */
function variablesFor(urls) {
  const { env } = process;
  const none = env.NO_PROXY ?? env.no_proxy ?? "";
  const names = urls
    .filter(({ hostname }) => !isExempt(hostname, none))
    .map(({ protocol }) => (protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY"))
    .flatMap((name) => [name, name.toLowerCase()].filter((each) => env[each]).slice(0, 1));
  return [...new Set(names)].join(" and ");
}

/**
 * What to say of a connection that failed, where a proxy may be the way. Its address is not shown: it may hold a
 * password.
 * @param {readonly URL[]} urls that could not be reached
 * @returns {string} empty if there is nothing to say
 */
export function proxyHint(urls) {
  const names = variablesFor(urls);
  return names === "" || (isToldTo(process.env) && knowsProxies(process.versions.node))
    ? ""
    : `\n  ${names} ${names.includes(" ") ? "are" : "is"} set, but not used: ` +
        "Node 22.21, 24 and later use it if NODE_USE_ENV_PROXY=1 is set too";
}

/** The same of a connection that no proxy is ever used for. @param {URL} url */
export function directHint(url) {
  const names = variablesFor([url]);
  return names === "" ? "" : `\n  ${names} is set, but not used: this command connects to servers directly`;
}
