/** The help text of the headless command. */
import { supportedVenues } from '../exchanges/registry.ts';

export const generalUsage = `vigil            opens the window
vigil collect    prints what venues say, without a window
vigil accounts   adds, lists, checks and removes accounts
vigil --version  says which version this is
`;

export const usage = `vigil collect: prints trades and tables of venues to standard output

  --venue ID             one of those below; repeat it with --symbols for more
  --symbols A,B          as the venue writes them (practice: all of them unless named)
  --channels a,b         default trade; bitmex: instrument,quote,trade,tradeBin1m
  --endpoint WS_URL      another server that speaks the venue's dialect
  --rest HTTP_URL        its REST address, for trades that were missed
  --account LABEL        also positions, orders, executions and margin of a stored account
  --format F             text (default), ndjson or none
  --for SECONDS          ends by itself; Ctrl-C ends it too
  --stall-after SECONDS  how long a channel may be silent, instead of the venue's own budget

Venues: ${supportedVenues.join(', ')}.
Logs go to standard error; LOG_LEVEL is debug, info, warning (default) or error.
Exit code: 0 ended as asked, 1 no usable feed left, 2 a mistake in the arguments.
`;

export const accountsUsage = `vigil accounts: the accounts whose keys are in the keychain of this computer

  add --venue ID --label L   reads key, secret and, where the venue has one, passphrase from standard
                             input, one per line; asks the venue what the key may do, and stores it
      --endpoint WS_URL      a compatible server instead of the venue itself
      --rest HTTP_URL        its REST address
  list                       labels, venues, fingerprints of the keys, and what they may do
  check --label L            asks the venue again what the key may do
  remove --label L           deletes the key and the account, and proves that the key is gone
  remove --all               deletes every one; asks first in a terminal, elsewhere it wants --yes
      --venue ID             where two accounts have the same label

A key is never an argument and never printed. Exit code: 0 done, 1 not done, 2 a mistake in the arguments.
`;
