/** What inspector.js puts into the page; functions that run there see it. */
declare const inspector: any;
