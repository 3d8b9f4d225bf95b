/**
 * Takes out of a text what is no secret and nobody else's business all the same: how accounts are called,
 * the rest of an address after its host (some venues put a token there), and the user's home folder.
 */
export function withoutPrivateWords(home: string): (text: string) => string {
  /** Numbers, so that a reader can tell accounts apart. */
  const accounts = new Map<string, number>();
  const nameless = (_: string, label: string) => {
    if (!accounts.has(label)) accounts.set(label, accounts.size + 1);
    return `/account/${accounts.get(label)}`;
  };
  return (text) => {
    const local = home.length > 1 ? text.replaceAll(home, '~') : text;
    return local.replace(address, hostOnly).replace(accountFeed, nameless);
  };
}

function hostOnly(text: string): string {
  if (!URL.canParse(text)) return '[address]';
  const { protocol, host, pathname, search } = new URL(text);
  return `${protocol}//${host}${pathname.length > 1 || search !== '' ? '/…' : ''}`;
}

const address = /\b(?:wss?|https?):\/\/[^\s"'<>()]+/g;
/** As in a feed's id, where the label is percent-encoded. */
const accountFeed = /\/account\/([^\s:;,"]+)/g;
