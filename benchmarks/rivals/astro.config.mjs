// Starlight as it comes: a title, and nothing else.
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

export default defineConfig({ integrations: [starlight({ title: "Bench" })] });
