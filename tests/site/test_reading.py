"""What a browser adds to reading: a source at its mark, and the same place in the other language."""

import pytest

EXPLAINER = "en/why-altman-was-removed/"


@pytest.fixture
def page(chromium, served):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{served}{EXPLAINER}")
    yield page
    page.close()


def shown(page):
    return page.locator(".note:popover-open")


def test_a_mark_opens_its_source_and_esc_leads_back_to_it(page):
    mark = page.locator(".citation a").nth(3)
    mark.focus()
    page.keyboard.press("Enter")

    label = mark.get_attribute("aria-label")
    publisher = label.partition(": ")[2].partition(",")[0]
    assert shown(page).get_attribute("aria-label") == label
    assert shown(page).inner_text().startswith(f"{publisher}, ")
    page.keyboard.press("Escape")
    assert shown(page).count() == 0
    assert mark.evaluate("mark => mark === document.activeElement")


def test_the_pointer_opens_a_note_and_can_reach_it(page):
    mark = page.locator(".citation a").nth(3)
    mark.hover()
    shown(page).wait_for()
    shown(page).hover()
    page.wait_for_timeout(400)

    assert shown(page).count() == 1
    page.mouse.move(1, 1)
    shown(page).wait_for(state="detached")


def test_a_note_lies_within_the_screen(page):
    page.set_viewport_size({"width": 320, "height": 600})
    for mark in page.locator(".citation a").all()[::7]:
        mark.click()
        box = shown(page).bounding_box()
        page.keyboard.press("Escape")

        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_note_leads_to_the_list_of_sources(page):
    mark = page.locator(".citation a").nth(3)
    mark.click()
    shown(page).get_by_role("link", name="In the list of sources").click()

    assert page.evaluate("location.hash") == mark.get_attribute("href")
    assert shown(page).count() == 0


def test_without_a_script_a_mark_leads_to_the_list_and_back(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}{EXPLAINER}")

    page.locator(".citation a").nth(3).click()
    assert page.locator(":target").is_visible()
    page.locator(":target .citations__back").first.click()
    assert page.locator(":target").evaluate("mark => mark.matches('.citation a')")
    context.close()


def test_the_language_link_follows_the_section_being_read(page):
    link = page.locator(".site-header__languages a")
    page.locator("#review").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('review').scrollIntoView()")
    link.focus()
    page.evaluate("document.getElementById('review').scrollIntoView()")
    link.dispatch_event("pointerdown")

    assert link.get_attribute("href").endswith("/fr/pourquoi-altman-ecarte/#review")


def test_each_section_leads_to_the_same_in_the_other_language_without_a_script(ours):
    page = ours.pages[EXPLAINER]
    links = page.css("a.same-place")

    assert len(links) == len(page.css(".prose h2[id]")) - len(page.css(".prose nav h2"))
    for link in links:
        path, fragment = ours.target(page, link.get("href"))
        heading = ours.pages[path].css(f'h2[id="{fragment}"]')[0]
        assert link.get("lang") == ours.pages[path].lang == "fr"
        assert link.get("aria-label") == f"Français\u00a0: {''.join(heading.itertext())}"


def test_home_answers_first_and_each_point_leads_to_its_proof(ours):
    for path in ("fr/", "en/"):
        home = ours.pages[path]
        proofs = home.css(".home-brief li a.proof")

        assert 4 <= len(proofs) <= 8
        for proof in proofs:
            where, fragment = ours.target(home, proof.get("href"))
            assert fragment in ours.pages[where].ids
