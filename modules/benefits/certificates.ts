import data from './data/certificates.json' with { type: 'json' };

/** Certificates that are about some words: by name, or by what people call them. */
export async function findCertificatesQuery(_: unknown, { find }: { find?: string }) {
  const asked = (find ?? '').toLowerCase();
  const isAbout = ({ name, words }: (typeof data.certificates)[number]) =>
    asked === '' || name.zh.includes(asked) || name.en.toLowerCase().includes(asked) || words.some((word) => asked.includes(word) || word.includes(asked));
  return { source: data.source, certificates: data.certificates.filter(isAbout).map(({ code, name, ask }) => ({ code, name, ask })) };
}
