import { useEffect, useMemo, useState } from 'react';
import { useWords } from '../../../ui/preferences.ts';
import { words } from './words.ts';

/** Photos before they are sent; they stay on the phone until then. */
export function PhotoStep({ photos, most, onPhotos }: { photos: File[]; most: number; onPhotos: (photos: File[]) => void }) {
  const w = useWords(words);
  const [isTooMany, setTooMany] = useState(false);
  const addresses = useMemo(() => photos.map((photo) => URL.createObjectURL(photo)), [photos]);
  useEffect(
    () => () => {
      for (const address of addresses) URL.revokeObjectURL(address);
    },
    [addresses],
  );
  return (
    <>
      <p>{w.photoHow}</p>
      <p>
        <label className="button">
          {w.addPhoto}
          <input
            className="hidden"
            type="file"
            accept="image/*"
            multiple
            onChange={(event) => {
              const all = [...photos, ...(event.currentTarget.files ?? [])];
              setTooMany(all.length > most);
              onPhotos(all.slice(0, most));
              event.currentTarget.value = '';
            }}
          />
        </label>
      </p>
      {isTooMany && <p role="alert">{w.mostPhotos(most)}</p>}
      <ul className="plain row">
        {addresses.map((address, i) => (
          <li key={address}>
            <img
              src={address}
              alt={`${w.photo} ${i + 1}`}
              style={{ width: '7rem', height: '7rem', objectFit: 'cover', borderRadius: '0.5rem', display: 'block' }}
            />
            <button
              type="button"
              className="button"
              aria-label={`${w.removePhoto} ${i + 1}`}
              onClick={() => onPhotos(photos.filter((_, other) => other !== i))}
            >
              {w.removePhoto}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
