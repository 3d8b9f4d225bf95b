/** The desktop's tray as a test sees and uses it. */
import { until } from '../../support/until.ts';
import type { ChildProgram } from './child-program.ts';

export interface TrayEntry {
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
  readonly depth: number;
}

export interface TrayLook {
  readonly tooltip: string;
  readonly icons: readonly { readonly width: number; readonly hash: string }[];
  readonly menu: readonly TrayEntry[];
}

export interface TrayHost {
  look(): Promise<TrayLook | null>;
  click(label: string): Promise<void>;
  press(): Promise<void>;
  stop(): Promise<void>;
}

/** Waits for an icon whose first menu line is that. */
export async function trayThat(
  tray: TrayHost,
  says: string | RegExp,
  holds: (look: TrayLook) => boolean = () => true,
): Promise<TrayLook> {
  const found: TrayLook[] = [];
  await until(
    `a tray that says ${says}`,
    async () => {
      const look = await tray.look();
      const line = look?.menu[0]?.label ?? '';
      const isSaid = typeof says === 'string' ? line === says : says.test(line);
      if (look !== null && isSaid && holds(look)) found.push(look);
      return found.length > 0;
    },
    40_000,
  );
  const [look] = found;
  if (look === undefined) throw new Error('no tray');
  return look;
}

export function labels(look: TrayLook): readonly string[] {
  return look.menu.filter(({ separator }) => !separator).map(({ label }) => label);
}

export function trayHost(host: ChildProgram): TrayHost {
  async function order(words: string): Promise<unknown> {
    host.write(words);
    const answer: unknown = JSON.parse(await host.nextLine());
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      throw new Error(String(answer.error));
    return answer;
  }
  return {
    // Our own script's answers.
    look: async () => (await order('look')) as TrayLook | null,
    async click(label) {
      await order(`click ${label}`);
    },
    async press() {
      await order('press');
    },
    stop: host.stop,
  };
}
