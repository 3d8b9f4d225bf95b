/** Outcomes of what the person just did; problems have a place of their own and never come here. */
import { createValue, useValue } from './value.ts';

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

const most = 3;
const toasts = createValue<readonly Toast[]>([]);
let lastId = 0;

export function toast(title: string, text = ''): void {
  lastId += 1;
  toasts.set([...toasts.get(), { id: lastId, title, text }].slice(-most));
}

export function closeToast(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useValue(toasts);
}
