// The agents' page: whoever has an agent's token sits down at the desk.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "../style.css";
import { Door } from "./Door";

createRoot(document.getElementById("desk") as HTMLElement).render(
  <StrictMode>
    <Door />
  </StrictMode>,
);
