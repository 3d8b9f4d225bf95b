/** Tells what could change an account from what only reads it, in any venue's paths, methods and frames. */

/** Words of what changes something. */
export const changing =
  /create|place|add[-_]?order|send[-_]?order|edit|amend|replace|cancel|close(?!d)|transfer|withdraw|leverage|batch|\/(buy|sell)\b|private\/(buy|sell)/i;

/** Requests by POST that read, or that give a token to listen with. */
const readByPost =
  /\/(token|listenKey|GetWebSocketsToken|GetApiKeyInfo|\w*(Orders|History|Positions|Balance|BalanceEx|Trades))$/;

/** null: it only reads. */
export function changeAskedBy(method: string, path: string, body: string): string | null {
  const isRead = method === 'GET' || (method === 'POST' && readByPost.test(path));
  return isRead && !changing.test(path) && changeInFrame(body) === null ? null : `${method} ${path}`;
}

/** Signatures are any letters, so only what names an operation is read. */
export function changeInFrame(text: string): string | null {
  const named = text.matchAll(/"(?:op|method|event|type|action)"\s*:\s*"([^"]*)"/g);
  const isOrder = /"(?:orderQty|ordType|order_type|orderType|ordertype|timeInForce)"\s*:/.test(text);
  return [...named].some(([, name = '']) => changing.test(name) || /^order\b/i.test(name)) || isOrder
    ? text
    : null;
}
