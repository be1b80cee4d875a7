/* What of a page, as the browser has it by now, is not of our making: [tags, attributes, probe] are the known ones. */
([tags, attributes, probe]) => {
  const found = [];
  const isForeign = (name) => !attributes.includes(name) && !name.startsWith("data-search");
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.localName;
      if (!tags.includes(name)) found.push(`<${name}>`);
      for (const attribute of element.attributes) if (isForeign(attribute.name)) found.push(`<${name} ${attribute.name}>`);
      if (element.classList.contains(probe) || element.id === probe) found.push(`<${name} class=${probe}>`);
      if (name === "script" && element.textContent.trim()) found.push("a script with a text");
      // What a template holds has no address yet.
      if (name === "a" && element.hasAttribute("href") && element.ownerDocument === document) {
        const written = element.getAttribute("href");
        const host = /^[a-z]+:\/\/([^/?#\\]*)/i.exec(written)?.[1].toLowerCase().replace(/:(80|443)$/, "");
        const isWeb = ["http:", "https:"].includes(element.protocol);
        if (!isWeb && element.protocol !== location.protocol && element.protocol !== "mailto:") found.push(`a link by ${element.protocol}`);
        if (element.username || element.password) found.push(`a link with a user's name: ${written.slice(0, 80)}`);
        if (host !== undefined && host !== element.host) found.push(`a link to ${element.host}: ${written.slice(0, 80)}`);
        if (isWeb && host === undefined && element.host !== location.host) found.push(`a link to ${element.host}: ${written.slice(0, 80)}`);
      }
      if (name === "template") look(element.content);
    }
  };
  look(document);
  if (Object.keys(Object.prototype).length || Object.keys(Array.prototype).length) found.push("a prototype was changed");
  return found;
}
