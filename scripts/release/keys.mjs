/** The keys that sign releases: Ed25519, the private half as PKCS 8 text, the public one as base64 of DER. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const passphrase = process.env.VIGIL_RELEASE_PASSPHRASE;

/** @param {string} file @param {(line: string) => void} say */
export async function makeKeys(file, say) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}),
  });
  // Never over a key that is there: without it nobody believes the next release.
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error) => {
    throw error.code === 'EEXIST' ? new Error(`${file} is there already, and is left as it is.`) : error;
  });
  if (!passphrase) say('The key is not encrypted: VIGIL_RELEASE_PASSPHRASE was empty.');
  say(`The private key is in ${file}. Keep it off the build machines and make a copy of it.`);
  say('Its public half belongs in publicKeys of release-channel.json:');
  console.log(publicHalf(privateKey));
}

/**
 * @param {{ key?: string | undefined, 'key-env'?: string | undefined }} from
 * @returns {Promise<import('node:crypto').KeyObject>}
 */
export async function privateKeyOf({ key, 'key-env': variable }) {
  const text = key === undefined ? process.env[variable ?? ''] : await readFile(key, 'utf8');
  if (!text)
    throw new Error('Name the private key: --key FILE, or --key-env NAME of a variable that is set.');
  const privateKey = parseKey(text);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The private key is not an Ed25519 key.');
  return privateKey;
}

/** @param {string} text */
function parseKey(text) {
  try {
    return createPrivateKey({ key: text, ...(passphrase ? { passphrase } : {}) });
  } catch {
    // The reason that node gives could quote the text.
    throw new Error('The private key could not be read. If it is encrypted, set VIGIL_RELEASE_PASSPHRASE.');
  }
}

/** @param {import('node:crypto').KeyObject} privateKey */
export function publicHalf(privateKey) {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}
