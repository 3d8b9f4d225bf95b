/** Makes the one file that installed programs look at: a signature, and the document that it signs. */
import { sign } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { versionPattern } from '../../src/main/updates/version-order.mjs';
import { root } from '../paths.mjs';
import { privateKeyOf, publicHalf } from './keys.mjs';
import { describePackage } from './packages.mjs';

const dayMs = 86_400_000;

/**
 * @typedef {{
 *   key?: string | undefined,
 *   'key-env'?: string | undefined,
 *   page?: string | undefined,
 *   notes?: string | undefined,
 *   version?: string | undefined,
 *   published?: string | undefined,
 *   'good-for': string,
 *   out: string,
 *   channel: string,
 * }} SignOptions
 */

/** @param {readonly string[]} files @param {SignOptions} options @param {(line: string) => void} say */
export async function signRelease(files, options, say) {
  const privateKey = await privateKeyOf(options);
  const channel = JSON.parse(await readFile(options.channel, 'utf8'));
  if (!channel.publicKeys.includes(publicHalf(privateKey))) {
    throw new Error(
      `This key is not among publicKeys of ${options.channel}: no installed Vigil would believe it.`,
    );
  }
  const issued = new Date();
  const document = {
    format: 1,
    product: 'vigil',
    version: await versionOf(options.version),
    published: moment('--published', options.published ?? issued.toISOString()),
    issued: issued.toISOString(),
    expires: new Date(issued.getTime() + wholeDays(options['good-for']) * dayMs).toISOString(),
    notes: await readNotes(options.notes),
    page: checkPage(options.page, channel.pageHosts),
    packages: await Promise.all(files.map(describePackage)),
  };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${signature}\n${text}`);
  say(`${options.out} announces Vigil ${document.version} and may be believed until ${document.expires}.`);
  say(`Put the packages and the page in place first, then this file at ${channel.address}`);
}

/** @param {string | undefined} chosen */
async function versionOf(chosen) {
  const version = chosen ?? JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version;
  if (versionPattern.test(version)) return version;
  throw new Error(`"${version}" is no version: it has the form 1.2.0 or 1.2.0-rc.1.`);
}

/** @param {string | undefined} file */
async function readNotes(file) {
  if (file === undefined)
    throw new Error('Say what is new: --notes FILE, a line of plain text for each point.');
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/).map((line) => line.trim());
  const notes = lines.filter((line) => line !== '');
  const wrong = notes.find(
    (line) => line.length > 300 || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(line),
  );
  if (wrong !== undefined)
    throw new Error(`A note is one line of at most 300 printable characters: "${wrong}"`);
  if (notes.length > 20) throw new Error(`${file} has ${notes.length} notes; 20 are the most.`);
  return notes;
}

/** @param {string | undefined} page @param {readonly string[]} hosts */
function checkPage(page, hosts) {
  const url = page !== undefined && URL.canParse(page) ? new URL(page) : null;
  if (url?.protocol === 'https:' && hosts.includes(url.host)) return url.href;
  throw new Error(`--page takes an https address at one of pageHosts of the channel: ${hosts.join(', ')}.`);
}

/** @param {string} name @param {string} text */
function moment(name, text) {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`${name} takes a day like 2027-05-12, not "${text}".`);
  return new Date(ms).toISOString();
}

/** @param {string} text */
function wholeDays(text) {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Error('--good-for takes days, 1 to 999.');
  return Number(text);
}
