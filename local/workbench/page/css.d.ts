/** Styles are imported for the bundler, which gathers them. */
declare module '*.css';
