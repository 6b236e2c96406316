/** A phone as it is shown to people who were not given a reason to read it: 138****5678 (standards.md §12). */
export const maskPhone = (phone: string) => (phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
