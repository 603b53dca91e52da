import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from '@napi-rs/canvas';

const family = 'ZeroWindow watermark';
const face = '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf';
const quality = 85;

/**
 * A page with the name of whoever opened it, and the time, drawn across it again and again: into the picture, so that
 * neither a copy of it nor a photo of the screen loses them.
 */
export async function watermarked(picture: Buffer, mark: string): Promise<Buffer> {
  if (!GlobalFonts.has(family))
    GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(face), family);
  const page = await loadImage(picture);
  const canvas = createCanvas(page.width, page.height);
  const context = canvas.getContext('2d');
  context.drawImage(page, 0, 0);
  drawAcross(context, mark, page.width, page.height);
  return canvas.encode('jpeg', quality);
}

function drawAcross(context: SKRSContext2D, mark: string, width: number, height: number): void {
  const size = Math.max(12, Math.round(Math.max(width, height) / 45));
  context.font = `${size}px "${family}"`;
  const step = { x: context.measureText(mark).width + size * 3, y: size * 6 };
  const reach = Math.hypot(width, height) / 2;
  context.translate(width / 2, height / 2);
  context.rotate(-Math.PI / 6);
  // Dark on light paper, with a light edge on what is dark.
  context.lineWidth = size / 12;
  context.strokeStyle = 'rgba(255, 255, 255, 0.45)';
  context.fillStyle = 'rgba(161, 27, 22, 0.3)';
  for (let row = 0, y = -reach; y <= reach; row += 1, y += step.y)
    for (let x = -reach - (row % 2) * (step.x / 2); x <= reach; x += step.x) {
      context.strokeText(mark, x, y);
      context.fillText(mark, x, y);
    }
}
