import exif from 'exif-reader';
import sharp, { type Sharp } from 'sharp';

export type Picture = { width: number; height: number; small: Buffer; large: Buffer };

const formats = ['jpeg', 'png', 'webp', 'heif'];
/** Of the pixels of a picture before it is made smaller: more is a mistake or an attack. */
const mostPixels = 60_000_000;
/** Pictures are opened one after the other, because each takes a processor and some hundred megabytes; of those who wait, so many. */
const mostWaiting = 3;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Reads a photo (JPEG, PNG, WebP, AVIF) and makes two WebP of it: at most 1600 and 480 pixels wide or high, upright, without what
 * the camera wrote into it (place, time, owner).
 * @returns null for what is no picture or is too large to open; 'busy' when too many wait already
 */
export async function readPicture(bytes: Buffer): Promise<Picture | null | 'busy'> {
  if (waiting > mostWaiting) return 'busy';
  waiting++;
  const reading = last.then(() => shrink(bytes));
  last = reading;
  return reading.finally(() => waiting--);
}

async function shrink(bytes: Buffer): Promise<Picture | null> {
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
    if (!formats.includes((await picture.metadata()).format)) return null;
    const scaled = (source: Sharp, pixels: number, quality: number) =>
      source.resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true }).webp({ quality }).toBuffer({ resolveWithObject: true });
    const large = await scaled(picture.rotate(), 1600, 80);
    const small = await scaled(sharp(large.data), 480, 72);
    return { width: large.info.width, height: large.info.height, large: large.data, small: small.data };
  } catch {
    return null;
  }
}

/** Where the camera says that a photo was taken, for those who allow it to be kept; null where it says nothing that can be read. */
export async function placeOfPhoto(bytes: Buffer): Promise<{ lon: number; lat: number } | null> {
  try {
    const { exif: written } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
    const gps = written && exif(written).GPSInfo;
    if (!gps?.GPSLatitude || !gps.GPSLongitude) return null;
    const degrees = ([d = 0, m = 0, s = 0]: number[]) => d + m / 60 + s / 3600;
    const lat = degrees(gps.GPSLatitude) * (gps.GPSLatitudeRef === 'S' ? -1 : 1);
    const lon = degrees(gps.GPSLongitude) * (gps.GPSLongitudeRef === 'W' ? -1 : 1);
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : null;
  } catch {
    return null;
  }
}
