// The visitor's page: a shop with a chat in its corner.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "../style.css";
import { arrive } from "../api";
import { Widget } from "./Widget";

const { token } = await arrive(location.href);

createRoot(document.getElementById("chat") as HTMLElement).render(
  <StrictMode>
    <Widget token={token} />
  </StrictMode>,
);
