SITENAME = "Sundhedsaftalen i tal"
SITEURL = "https://maaling.example"
TIMEZONE = "Europe/Copenhagen"
DEFAULT_LANG = "da"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
STATIC_PATHS = ["attachments"]
PATH_METADATA = r"(?P<kind>\w+)/(?P<slug>[^/]+)\.md"
ARTICLE_URL, ARTICLE_SAVE_AS = "{kind}/{slug}/", "{kind}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "bodies/{slug}/", "bodies/{slug}/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/", "years/{date:%Y}/index.html"
DIRECT_TEMPLATES = ["index", "bodies", "years", "sitemap"]
BODIES_SAVE_AS, YEARS_SAVE_AS, SITEMAP_SAVE_AS = "bodies/index.html", "years/index.html", "sitemap.xml"
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = False
MARKDOWN = {"extensions": ["tables"], "output_format": "html5"}
