/** Hands lines to the user as a file, and says what became of it. */
import { bridge } from '../bridge.ts';
import { toast } from '../store/toasts.ts';
import { csv, csvName } from './csv.ts';

export interface CsvFile {
  /** The beginning of the file's name. */
  readonly name: string;
  readonly head: readonly string[];
  readonly lines: readonly (readonly (string | null)[])[];
  /** What a line is, and what several are. */
  readonly one: string;
  readonly many: string;
}

export async function saveCsv({ name, head, lines, one, many }: CsvFile): Promise<void> {
  const text = csv(head, lines);
  const result = await bridge.request('export.csv', { name: csvName(name, Date.now()), text });
  if (!result.ok) toast('Nothing was exported', result.error.message);
  else if (result.value.path !== null) {
    toast(`${lines.length} ${lines.length === 1 ? one : many} exported`, result.value.path);
  }
}
