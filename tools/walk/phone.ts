import { createCanvas } from '@napi-rs/canvas';

/** What a phone does with the code of a terminal: opens the page, sends one photo, says that this is all. */
export async function photograph(link: string): Promise<void> {
  const form = new FormData();
  form.append('pages', new Blob([sheetOfPaper()]), 'IMG_0001.JPG');
  const sent = await fetch(`${link}/pages`, { method: 'POST', body: form, redirect: 'manual' });
  const cookie = sent.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the page of the phone answered ${sent.status}`);
  await fetch(`${link}/give`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers: { cookie },
    redirect: 'manual',
  });
}

/** Nobody's paper: lines on white. */
function sheetOfPaper(): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(300, 420);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 300, 420);
  context.fillStyle = '#222222';
  for (let line = 0; line < 12; line++) context.fillRect(40, 40 + line * 28, 220, 6);
  return new Uint8Array(canvas.toBuffer('image/jpeg', 80));
}
