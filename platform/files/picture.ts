import sharp from 'sharp';

export type Picture = { width: number; height: number; small: Buffer; large: Buffer };

const formats = ['jpeg', 'png', 'webp', 'heif'];
/** Of the pixels of a picture before it is made smaller: more is a mistake or an attack. */
const mostPixels = 60_000_000;

/**
 * Reads a photo (JPEG, PNG, WebP, AVIF) and makes two WebP of it: at most 1600 and 480 pixels wide or high, upright, without what
 * the camera wrote into it (place, time, owner). Returns null for what is no picture or is too large to open.
 */
export async function readPicture(bytes: Buffer): Promise<Picture | null> {
  try {
    const upright = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).rotate();
    if (!formats.includes((await upright.metadata()).format)) return null;
    const scaled = (pixels: number, quality: number) =>
      upright.clone().resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true }).webp({ quality }).toBuffer({ resolveWithObject: true });
    const [large, small] = [await scaled(1600, 80), await scaled(480, 72)];
    return { width: large.info.width, height: large.info.height, large: large.data, small: small.data };
  } catch {
    return null;
  }
}
