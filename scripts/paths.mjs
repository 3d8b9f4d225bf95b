/** Says where things are in the checkout. */
import { fileURLToPath } from 'node:url';

/** The checkout's top folder, without a trailing slash. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
/** Downloads and runtimes of this checkout; git ignores it. */
export const cacheFolder = `${root}/.cache`;
