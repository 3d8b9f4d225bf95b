/** Start at login, chosen in Settings by somebody whose Vigil is an AppImage: the desktop's own entry follows. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { electronPath } from '../../scripts/electron-path.mjs';
import { openView } from '../support/page-text.ts';
import { runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

test.skipIf(process.platform !== 'linux')(
  'start at login is off, chosen by hand, and taken back',
  async () => {
    const config = await mkdtemp(join(tmpdir(), 'vigil config '));
    const image = { APPIMAGE: '/opt/apps/Vigil.AppImage', APPDIR: dirname(electronPath().path) };
    const running = await runApp({ env: { ...image, XDG_CONFIG_HOME: config } });
    try {
      const { page } = running;
      await openView(page, 'Settings');
      const choice = page.getByRole('group', { name: 'Start at login' });
      await choice.getByRole('button', { name: 'Off', pressed: true }).waitFor();
      expect(await readdir(join(config, 'autostart')).catch(() => [])).toEqual([]);

      await choice.getByRole('button', { name: 'Minimised' }).click();
      await choice.getByRole('button', { name: 'Minimised', pressed: true }).waitFor();
      const entry = join(config, 'autostart', `${basename(electronPath().path)}.desktop`);
      expect(await readFile(entry, 'utf8')).toContain('\nExec="/opt/apps/Vigil.AppImage" --minimised\n');

      await choice.getByRole('button', { name: 'Off' }).click();
      await until('no entry', async () => (await readdir(join(config, 'autostart'))).length === 0);
    } finally {
      await running.quit();
      await rm(config, { recursive: true });
    }
  },
);

test('a Vigil that runs from its sources says why it cannot start at login, even when an AppImage started it', async () => {
  const running = await runApp({ env: { APPIMAGE: '/opt/apps/Editor.AppImage', APPDIR: '/opt/apps' } });
  await openView(running.page, 'Settings');
  await running.page.getByText('Install its package, and it can start at login.').waitFor();
  await running.quit();
});
