import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where the events come from: the reference server, or a mock of the catalogue. */
const server = process.env.SERVER ?? "http://127.0.0.1:8080";

const proxy = { "/api": { target: server, ws: true, rewrite: (path) => path.replace(/^\/api/, "") } };

export default defineConfig({
  plugins: [react()],
  // The generated package is a link to its folder, and finds React here.
  resolve: { preserveSymlinks: true },
  build: { rollupOptions: { input: ["index.html", "desk.html"] } },
  server: { proxy },
  preview: { proxy },
});
