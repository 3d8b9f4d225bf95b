/** The look for new versions, wired to what is kept, to the window, to the tray and to the browser. */
import { join } from 'node:path';
import { app } from 'electron';
import type { UpdatesView } from '../../preload/contract/updates.ts';
import type { EventFlow } from '../bridge/event-flow.ts';
import type { Clock } from '../feeds/clock.ts';
import type { Desktop } from '../shell/desktop.ts';
import { findInstallation } from '../shell/find-installation.ts';
import { createJsonFile, wholeOrNothing } from '../shell/json-file.ts';
import { openLink } from '../shell/open-link.ts';
import { releaseChannelFile } from '../shell/release-channel-file.ts';
import { report } from '../shell/report.ts';
import { readChannel } from '../updates/release-channel.ts';
import { createUpdateDesk, type UpdateDesk } from '../updates/update-desk.ts';
import { noUpdateMemory, UpdateMemory } from '../updates/update-memory.ts';

export interface UpdateParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly flow: EventFlow;
  readonly desktop: Pick<Desktop, 'newVersion'>;
  readonly dataFolder: string;
  /** null: the one that the build carries. */
  readonly channelFile: string | null;
  readonly isOn: () => boolean;
}

export interface OpenUpdates extends UpdateDesk {
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>;
}

export async function openUpdates(parts: UpdateParts): Promise<OpenUpdates> {
  const { clock, random, flow, desktop, isOn } = parts;
  const channel = readChannel(await releaseChannelFile(parts.channelFile));
  // A damaged file costs a skipped version and a known one: nobody needs to be told.
  const file = createJsonFile({
    path: join(parts.dataFolder, 'updates.json'),
    read: wholeOrNothing(UpdateMemory),
    defaults: noUpdateMemory,
  });
  const desk = createUpdateDesk({
    ...{ clock, fetch, random, channel, isOn },
    version: app.getVersion(),
    installation: findInstallation(),
    memory: (await file.load()).value,
    save(memory) {
      file.save(memory).catch((cause) => report('writing updates.json', cause));
    },
    changed: show,
    openPage: (address) => openLink(address, channel?.pageHosts ?? []),
  });

  function show(view: UpdatesView): void {
    desktop.newVersion(view.skipped ? null : (view.release?.version ?? null));
    if (flow.isOpen()) flow.send('updates.changed', view);
  }
  flow.onOpen(() => show(desk.services.state()));
  return { ...desk, settled: file.settled };
}
