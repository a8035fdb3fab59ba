declare module '*.css';
interface ImportMeta {
  readonly env?: { readonly PROD: boolean; readonly SOURCE: string };
  glob(patterns: string[], options: { import: string; query?: string }): Record<string, () => Promise<unknown>>;
}
declare module '*?maths' {
  const texts: Record<string, Record<string, string[]>>;
  export default texts;
}
declare module '*?raw' {
  const text: string;
  export default text;
}
