import { useEffect, useMemo } from 'react';
import { useWords } from '../../../ui/preferences.ts';
import { words } from './words.ts';

const most = 6;

/** Photos before they are sent; they stay on the phone until then. */
export function PhotoStep({ photos, onPhotos }: { photos: File[]; onPhotos: (photos: File[]) => void }) {
  const w = useWords(words);
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
              onPhotos([...photos, ...(event.currentTarget.files ?? [])].slice(0, most));
              event.currentTarget.value = '';
            }}
          />
        </label>
      </p>
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
