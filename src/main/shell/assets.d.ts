/** Lets a file be imported by the path that it has after the build. */
/// <reference types="electron-vite/node" />
