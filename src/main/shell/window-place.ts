/** Where the window opens: where it was left, if that place is still on a screen. Pure. */
import { z } from 'zod';

const Rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export const WindowPlace = z.object({ bounds: Rectangle.nullable(), maximised: z.boolean() });

export type Rectangle = z.infer<typeof Rectangle>;
export type WindowPlace = z.infer<typeof WindowPlace>;

export const noPlace: WindowPlace = { bounds: null, maximised: false };

export const minimumSize = { width: 960, height: 600 } as const;
const usualSize = { width: 1280, height: 800 } as const;
// Enough of the top bar to take hold of.
const visiblePart = { width: 160, height: 40 } as const;

/** `workAreas`: the usable part of every screen, the primary one first. */
export function placeWindow(saved: WindowPlace, workAreas: readonly Rectangle[]): Rectangle {
  const home = workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  const bounds = saved.bounds;
  if (bounds === null) return centred(usualSize, home);
  const screen = workAreas.find((area) => showsTopBar(bounds, area));
  if (screen === undefined) return centred(bounds, home);
  return { x: bounds.x, y: bounds.y, ...fitted(bounds, screen) };
}

function showsTopBar(window: Rectangle, area: Rectangle): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  const isTopInside = window.y >= area.y && window.y + visiblePart.height <= area.y + area.height;
  return isTopInside && right - left >= visiblePart.width;
}

function centred(size: Size, area: Rectangle): Rectangle {
  const { width, height } = fitted(size, area);
  return {
    x: Math.round(area.x + Math.max(0, area.width - width) / 2),
    y: Math.round(area.y + Math.max(0, area.height - height) / 2),
    width,
    height,
  };
}

function fitted(size: Size, area: Rectangle): Size {
  return {
    width: Math.max(minimumSize.width, Math.min(size.width, area.width)),
    height: Math.max(minimumSize.height, Math.min(size.height, area.height)),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}
