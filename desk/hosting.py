"""What servers send with the files of a site: the one place where headers are decided.

`headers_of` says it for one file. The configuration of nginx, the `_headers` of Netlify and Cloudflare
Pages, and the local server are all made from it.

python -m desk.hosting --write deploy/nginx
"""
