import 'virtual:report.css';
import './styles/base.css';
import './styles/figures.css';
import './styles/lanes.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no element "app"');
target.replaceChildren();
mount(App, { target });
