import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownAppImage } from '../../src/main/shell/own-app-image.ts';

let folder = '';
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'vigil image ')));
  await mkdir(join(folder, 'mount'));
});
afterEach(() => rm(folder, { recursive: true }));

const image = '/opt/apps/Vigil.AppImage';

test('a program that runs from where its image is unpacked came in it', () => {
  const mount = join(folder, 'mount');
  expect(ownAppImage({ APPIMAGE: image, APPDIR: mount }, join(mount, 'vigil'))).toBe(image);
});

test.skipIf(process.platform === 'win32')('also when that folder is reached by a link', async () => {
  await symlink(join(folder, 'mount'), join(folder, 'link'));
  const program = join(folder, 'mount', 'usr', 'vigil');
  expect(ownAppImage({ APPIMAGE: image, APPDIR: join(folder, 'link') }, program)).toBe(image);
});

test('the image of the program that started Vigil is not Vigil’s', () => {
  const editor = { APPIMAGE: '/opt/apps/Editor.AppImage', APPDIR: join(folder, 'mount') };
  expect(ownAppImage(editor, '/usr/lib/vigil/vigil')).toBeNull();
  expect(ownAppImage(editor, join(folder, 'mounted', 'vigil'))).toBeNull();
});

test.each([{}, { APPIMAGE: image }, { APPIMAGE: '', APPDIR: '/' }, { APPIMAGE: image, APPDIR: '/gone' }])(
  'nothing is known of %j',
  (env) => {
    expect(ownAppImage(env, '/usr/lib/vigil/vigil')).toBeNull();
  },
);
