import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../ui/preferences.ts';
import { words } from './words.ts';

/** The code for the door: to be scanned, and to be read out where there is no scanner. */
export function DoorCode({ code }: { code: string }) {
  const w = useWords(words);
  // The library comes only for those who have a code to show.
  const image = useQuery({
    queryKey: ['bookings', 'qr', code],
    queryFn: async () => (await import('qrcode')).default.toDataURL(code, { margin: 1, width: 240, errorCorrectionLevel: 'M' }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <p>
      {w.code}: <strong>{code}</strong>
      <br />
      {image.data && <img src={image.data} width={120} height={120} alt={w.qr(code)} />}
    </p>
  );
}
