/**
 * `npm run release -- keys` and `npm run release -- sign`: the key pair that signs releases, and the one
 * signed file that installed programs look at. docs/releasing.md has the whole story.
 */
import { parseArgs } from 'node:util';
import { makeKeys } from './release/keys.mjs';
import { signRelease } from './release/sign.mjs';
import { runScript, say } from './say.mjs';

const usage = `npm run release -- keys FILE
npm run release -- sign --key FILE --page URL --notes FILE [options] PACKAGE…

  --key FILE       the private key; or --key-env NAME, a variable that holds its text
  --page URL       the release page, which Vigil offers to open
  --notes FILE     what is new: a line of plain text for each point
  --version V      instead of the version in package.json
  --published DAY  when the version came out, if that is not today
  --good-for DAYS  until when the file may be believed (90)
  --out FILE       where it is written (dist/release.signed)
  --channel FILE   instead of release-channel.json

An encrypted key takes its passphrase from VIGIL_RELEASE_PASSPHRASE.`;

await runScript(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      'key-env': { type: 'string' },
      page: { type: 'string' },
      notes: { type: 'string' },
      version: { type: 'string' },
      published: { type: 'string' },
      'good-for': { type: 'string', default: '90' },
      out: { type: 'string', default: 'dist/release.signed' },
      channel: { type: 'string', default: 'release-channel.json' },
      help: { type: 'boolean' },
    },
  });
  const [command, ...files] = positionals;
  if (command === 'keys' && files.length === 1) await makeKeys(String(files[0]), say);
  else if (command === 'sign' && files.length > 0) await signRelease(files, values, say);
  else if (values.help || command === undefined) console.log(usage);
  else throw new Error(`Say what to do.\n${usage}`);
});
